/** Facts about who has which role of the market. */

/** The owner proposed the next one, or took the proposal back. */
export interface OwnerProposed {
  readonly event: 'owner_proposed'
  readonly owner: string
  /** Null: nobody any more. */
  readonly proposed: string | null
}

export interface RoleChanged {
  readonly event: 'role_changed'
  readonly role: 'oracle' | 'certifier' | 'arbiter'
  /** Null: the owner. */
  readonly holder: string | null
  /** Null: the owner. */
  readonly previous: string | null
}

export type RoleFact = OwnerProposed | RoleChanged
