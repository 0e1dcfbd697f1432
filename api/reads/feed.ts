/**
 * One subscriber's messages. It starts behind (reading from the place it gave until it has caught up) and then is live
 * (fed by the hub). What the hub sends while it catches up is kept, and what it has read by then is left out.
 */
import type { Activity } from './activity.ts'
import { isAfter } from './activity.ts'
import type { EventRow } from './event.ts'
import { ReadError } from './read-error.ts'

/** Messages that wait for a subscriber at most; one that takes longer is ended and can resume. */
const CAPACITY = 100

type Result = IteratorResult<Activity, undefined>
const DONE: Result = { done: true, value: undefined }

const ledgerOf = ({ market }: Activity) => market.position?.ledger ?? 0

/** Reads the next page from the subscriber's place; `caughtUp` when nothing is left. */
export type CatchUp = (after: string | null) => Promise<{ activity: Activity; caughtUp: boolean }>

export class Feed implements AsyncIterableIterator<Activity> {
  readonly #catchUp: CatchUp
  readonly #onEnd: (feed: Feed) => void
  readonly #waiting: Activity[] = []
  #pending: { resolve(result: Result): void; reject(error: Error): void } | undefined
  #cursor: string | null
  #last: EventRow | undefined
  #ledger = -1
  #behind = true
  #ended = false
  #failure: Error | undefined

  constructor(after: string | null, catchUp: CatchUp, onEnd: (feed: Feed) => void) {
    this.#cursor = after
    this.#catchUp = catchUp
    this.#onEnd = onEnd
  }

  [Symbol.asyncIterator]() {
    return this
  }

  /** Called by the hub. */
  push(activity: Activity): void {
    if (this.#ended) return
    if (this.#pending) {
      const news = this.#newIn(activity)
      if (!news) return
      const { resolve } = this.#pending
      this.#pending = undefined
      resolve({ done: false, value: news })
    } else if (this.#waiting.push(activity) > CAPACITY) {
      const resume = 'subscribe again with `after` set to the cursor of the last message'
      this.fail(new ReadError('TOO_SLOW', `More than ${CAPACITY} messages were waiting: ${resume}.`))
    }
  }

  /** Ends it with an error, which the subscriber is told next. */
  fail(error: Error): void {
    this.#failure = error
    this.#pending?.reject(error)
    this.#end()
  }

  async next(): Promise<Result> {
    if (this.#failure) throw this.#failure
    if (this.#ended) return DONE
    if (this.#behind) return this.#read()
    for (let kept = this.#waiting.shift(); kept; kept = this.#waiting.shift()) {
      const news = this.#newIn(kept)
      if (news) return { done: false, value: news }
    }
    return new Promise((resolve, reject) => {
      this.#pending = { resolve, reject }
    })
  }

  async return(): Promise<Result> {
    this.#pending?.resolve(DONE)
    this.#end()
    return DONE
  }

  async #read(): Promise<Result> {
    const { activity, caughtUp } = await this.#catchUp(this.#cursor)
    this.#behind = !caughtUp
    this.#cursor = activity.cursor
    this.#remember(activity)
    return { done: false, value: activity }
  }

  /** The part of a message that was not told yet; undefined when that is nothing. */
  #newIn(activity: Activity): Activity | undefined {
    const events = activity.events.filter((event) => isAfter(event, this.#last))
    if (events.length === 0 && ledgerOf(activity) <= this.#ledger) return undefined
    const news = { ...activity, events }
    this.#remember(news)
    return news
  }

  #remember(activity: Activity): void {
    this.#last = activity.events.at(-1) ?? this.#last
    this.#ledger = Math.max(this.#ledger, ledgerOf(activity))
  }

  #end(): void {
    this.#ended = true
    this.#pending = undefined
    this.#waiting.length = 0
    this.#onEnd(this)
  }
}
