-- What must hold for every row of the newer tables, whatever wrote it; the decoder refuses events that break these rules.

-- Money is conserved: the balance, and beside it the collateral.
ALTER TABLE "stream"
  ADD CONSTRAINT "stream_money_is_conserved" CHECK (paid_in = paid_out + fees + tips + refunded + balance),
  ADD CONSTRAINT "stream_collateral_is_conserved"
    CHECK (collateral_paid = collateral + collateral_returned + collateral_slashed),
  ADD CONSTRAINT "stream_money_is_not_negative" CHECK (
    least(balance, paid_in, paid_out, fees, tips, refunded) >= 0
    AND least(collateral, collateral_paid, collateral_returned, collateral_slashed) >= 0
  ),
  ADD CONSTRAINT "stream_status_is_known" CHECK (
    status IN ('Open', 'Active', 'Finished', 'Withdrawn', 'Slashed', 'Resolved')
  );

ALTER TABLE "unit" ADD CONSTRAINT "unit_status_is_known" CHECK (
  status IN ('Free', 'Reserved', 'InUse', 'Maintenance', 'Decommissioning', 'Decommissioned')
);

ALTER TABLE "certification"
  ADD CONSTRAINT "certification_role_is_known" CHECK (role IN ('provider', 'service_provider')),
  ADD CONSTRAINT "certification_level_range" CHECK (level BETWEEN 1 AND 100);

ALTER TABLE "dispute"
  ADD CONSTRAINT "dispute_status_is_known" CHECK (status IN ('Open', 'Resolved', 'Withdrawn', 'Lapsed')),
  ADD CONSTRAINT "dispute_has_one_subject" CHECK (num_nonnulls(deal_id, stream_id) = 1);

ALTER TABLE "role_change"
  ADD CONSTRAINT "role_change_role_is_known" CHECK (role IN ('owner', 'oracle', 'certifier', 'arbiter'));

ALTER TABLE "credit" ADD CONSTRAINT "credit_is_not_negative" CHECK (amount >= 0);

ALTER TABLE "payment"
  DROP CONSTRAINT "payment_kind_is_known",
  ADD CONSTRAINT "payment_kind_is_known" CHECK (
    kind IN (
      'funding', 'deposit', 'settlement', 'fee', 'refund',
      'collateral', 'chunk', 'tip', 'slash', 'collateral_return', 'split', 'claim'
    )
  ),
  ADD CONSTRAINT "payment_is_of_something" CHECK (
    CASE kind WHEN 'claim' THEN num_nonnulls(deal_id, stream_id) = 0 ELSE num_nonnulls(deal_id, stream_id) = 1 END
  );
ALTER TABLE "reputation_change"
  ADD CONSTRAINT "reputation_change_is_of_something" CHECK (num_nonnulls(deal_id, stream_id) = 1);

-- Whoever migrates this time may be somebody else than last time, whose default privileges do not count here.
GRANT SELECT ON ALL TABLES IN SCHEMA public TO flashindex_reader;
