/** Takes telemetry in: each line is filed in the meter or rejected with its reason, and counted either way. */
import type { DealBook } from './deal-book.ts'
import type { Meter } from './meter.ts'
import type { RejectReason, Rejects } from './rejects.ts'
import type { RunReport } from './run-report.ts'
import { readSample, type Sample, type SampleLimits } from './telemetry/sample.ts'
import type { Line, Source } from './telemetry/source.ts'

export interface IntakeOptions {
  readonly source: Source
  readonly meter: Meter
  readonly book: DealBook
  readonly rejects: Rejects
  readonly report: RunReport
  readonly limits: SampleLimits
  /** How far a sender's clock may be ahead of the network's, in seconds. */
  readonly futureSecs: number
}

/** What became of a line; `covered`: it was reported before this oracle was started. */
type Verdict =
  | { readonly outcome: 'accepted' | 'duplicate' | 'covered' }
  | { readonly outcome: RejectReason; readonly problem: string }

export interface Intake {
  /** Reads to the end of what is there. @param now of the network, unix seconds @throws SourceUnavailable */
  read(now: number, signal: AbortSignal): Promise<void>
  /** Time of the newest sample that was not rejected; 0 before the first. */
  newest(): number
  /** Whether a sample of this deal was filed since the start, or was reported before it. */
  heard(dealId: number): boolean
}

export const createIntake = (options: IntakeOptions): Intake => {
  const { source, rejects, report } = options
  let first = true
  let newest = 0
  const heard = new Set<number>()

  const take = async (line: Line, now: number) => {
    const reading = readSample(line.text, options.limits)
    const verdict: Verdict =
      'sample' in reading
        ? await place(options, reading.sample, now, first)
        : { outcome: reading.reject, problem: reading.problem }
    report.sample(verdict.outcome)
    if ('problem' in verdict && rejects.add({ reason: verdict.outcome, problem: verdict.problem, ...line }))
      await rejects.flush()
    if ('problem' in verdict || !('sample' in reading)) return
    heard.add(reading.sample.dealId)
    newest = Math.max(newest, reading.sample.at)
  }

  return {
    newest: () => newest,
    heard: (dealId) => heard.has(dealId),
    read: async (now, signal) => {
      try {
        for await (const line of source.read(signal)) {
          signal.throwIfAborted()
          await take(line, now)
        }
        first = false
      } finally {
        await rejects.flush()
      }
    },
  }
}

const place = async (options: IntakeOptions, sample: Sample, now: number, first: boolean): Promise<Verdict> => {
  const { book, meter, futureSecs } = options
  if (sample.at > now + futureSecs)
    return { outcome: 'future', problem: `at: ${sample.at} is ${sample.at - now} s ahead of the network` }
  const found = await book.find(sample)
  if ('reject' in found) return { outcome: found.reject, problem: `deal_id: ${sample.dealId}` }
  const { cursor, startedAt, running } = found.deal
  if (sample.at < startedAt) return { outcome: 'before_start', problem: `at: the deal was funded at ${startedAt}` }
  // What is read again after a start was judged before; only what comes anew comes late.
  if (sample.at < cursor && first) return { outcome: 'covered' }
  if (sample.at < cursor) return { outcome: 'late', problem: `at: the deal is reported up to ${cursor}` }
  if (!running) return { outcome: 'not_running', problem: `deal_id: deal ${sample.dealId} does not run` }
  const filed = meter.file(sample)
  if (filed !== 'conflict') return { outcome: filed }
  return { outcome: 'conflict', problem: `at: another sample of deal ${sample.dealId} came first` }
}
