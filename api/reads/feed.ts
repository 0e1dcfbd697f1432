/**
 * One subscriber's messages. It starts behind (reading from the place it gave until it has caught up) and then is live
 * (fed by the hub). What the hub sends while it catches up is kept, and what it has read by then is left out.
 */
import { isAfter, type News, type Place } from './news.ts'
import { ReadError } from './read-error.ts'

/** Messages that wait for a subscriber at most; one that takes longer is ended and can resume. */
const CAPACITY = 100

type Result<Row> = IteratorResult<News<Row>, undefined>
const DONE: Result<never> = { done: true, value: undefined }

const ledgerOf = ({ market }: News<unknown>) => market.position?.ledger ?? 0

/** Which rows a subscriber wants; where it names them, messages without one are left out. */
export type Wanted<Row> = (row: Row) => boolean

export interface FeedOptions<Row> {
  /** Where it goes on. */
  readonly after: { readonly cursor: string; readonly place: Place } | null
  readonly placeOf: (row: Row) => Place
  readonly wanted?: Wanted<Row> | undefined
  /** Reads the next page of what is wanted from the subscriber's place; `caughtUp` when nothing is left. */
  readonly catchUp: (after: string | null) => Promise<{ news: News<Row>; caughtUp: boolean }>
  readonly onEnd: (feed: Feed<Row>) => void
}

export class Feed<Row> implements AsyncIterableIterator<News<Row>> {
  readonly #options: FeedOptions<Row>
  readonly #waiting: News<Row>[] = []
  #pending: { resolve(result: Result<Row>): void; reject(error: Error): void } | undefined
  #cursor: string | null
  #last: Place | undefined
  #ledger = -1
  #behind = true
  #ended = false
  #failure: Error | undefined

  constructor(options: FeedOptions<Row>) {
    this.#options = options
    this.#cursor = options.after?.cursor ?? null
    this.#last = options.after?.place
  }

  [Symbol.asyncIterator]() {
    return this
  }

  /** Called by the hub. */
  push(told: News<Row>): void {
    if (this.#ended) return
    if (this.#pending) {
      const news = this.#newIn(told)
      if (!news) return
      const { resolve } = this.#pending
      this.#pending = undefined
      resolve({ done: false, value: news })
    } else if (this.#waiting.push(told) > CAPACITY) {
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

  async next(): Promise<Result<Row>> {
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

  async return(): Promise<Result<Row>> {
    this.#pending?.resolve(DONE)
    this.#end()
    return DONE
  }

  async #read(): Promise<Result<Row>> {
    const { news, caughtUp } = await this.#options.catchUp(this.#cursor)
    this.#behind = !caughtUp
    this.#cursor = news.cursor
    this.#remember(news)
    return { done: false, value: news }
  }

  /** The part of a message that was not told yet; undefined when that is nothing. */
  #newIn(told: News<Row>): News<Row> | undefined {
    const { wanted = () => true, placeOf } = this.#options
    const rows = told.rows.filter((row) => isAfter(placeOf(row), this.#last) && wanted(row))
    const moved = this.#options.wanted === undefined && ledgerOf(told) > this.#ledger
    this.#remember(told)
    return rows.length > 0 || moved ? { ...told, rows } : undefined
  }

  #remember(told: News<Row>): void {
    const last = told.rows.at(-1)
    const place = last === undefined ? undefined : this.#options.placeOf(last)
    if (place !== undefined && isAfter(place, this.#last)) this.#last = place
    this.#ledger = Math.max(this.#ledger, ledgerOf(told))
  }

  #end(): void {
    this.#ended = true
    this.#pending = undefined
    this.#waiting.length = 0
    this.#options.onEnd(this)
  }
}
