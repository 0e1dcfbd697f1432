-- What must hold for every row, whatever wrote it. The decoder refuses events that break these rules (they are
-- quarantined with the reason), so a violation here is a defect of the indexer and must stop it.

-- Money is conserved: what was paid in is paid out, kept as fees, refunded, or still held.
ALTER TABLE "deal"
  ADD CONSTRAINT "deal_money_is_conserved" CHECK (paid_in = paid_out + fees + refunded + balance),
  ADD CONSTRAINT "deal_money_is_not_negative"
    CHECK (least(balance, paid_in, paid_out, fees, refunded, slashed) >= 0),
  ADD CONSTRAINT "deal_status_is_known" CHECK (
    status IN ('Pending', 'Accepted', 'Funded', 'Completed', 'Cancelled', 'BreachedConsumer', 'BreachedProvider')
  );

ALTER TABLE "bucket"
  ADD CONSTRAINT "bucket_status_is_known" CHECK (status IN ('Active', 'Inactive', 'Deleted')),
  ADD CONSTRAINT "bucket_reputation_range" CHECK (provider_reputation BETWEEN 0 AND 100);

ALTER TABLE "payment"
  ADD CONSTRAINT "payment_moves_something" CHECK (amount > 0),
  ADD CONSTRAINT "payment_kind_is_known" CHECK (kind IN ('funding', 'deposit', 'settlement', 'fee', 'refund'));

ALTER TABLE "provider" ADD CONSTRAINT "provider_reputation_range" CHECK (reputation BETWEEN 0 AND 100);
ALTER TABLE "consumer" ADD CONSTRAINT "consumer_reputation_range" CHECK (reputation BETWEEN 0 AND 100);
ALTER TABLE "reputation_change"
  ADD CONSTRAINT "reputation_change_range" CHECK (reputation BETWEEN 0 AND 100 AND previous BETWEEN 0 AND 100);

ALTER TABLE "raw_event"
  ADD CONSTRAINT "raw_event_outcome_is_known" CHECK (outcome IN ('known', 'unknown', 'malformed')),
  ADD CONSTRAINT "raw_event_position" CHECK (ledger = toid >> 32);
ALTER TABLE "coverage"
  ADD CONSTRAINT "coverage_state_is_known" CHECK (state IN ('scanned', 'gap')),
  ADD CONSTRAINT "coverage_gap_has_a_reason" CHECK ((state = 'gap') = (reason IS NOT NULL)),
  ADD CONSTRAINT "coverage_range" CHECK (first_ledger <= last_ledger);
