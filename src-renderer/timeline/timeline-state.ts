/** What is said to a screen reader, see `timeline.said` in the catalogues. */
export interface Announcement {
  readonly name:
    | 'adjusting'
    | 'kept'
    | 'cancelled'
    | 'starts'
    | 'ends'
    | 'gain'
    | 'copied'
    | 'pasted'
    | 'deleted'
    | 'refused';
  readonly values: { readonly sample?: string; readonly amount?: string; readonly gain?: string };
}

/** How the timeline is worked on. Session state. */
export interface TimelineState {
  /** What comes after an edited line follows it. */
  readonly isRipple: boolean;
  /** Keys move and trim the active clip, until Enter or Escape. */
  readonly isAdjusting: boolean;
  /** Said to a screen reader. */
  readonly announcement: Announcement | null;
  /** Something was copied and can be pasted. */
  readonly canPaste: boolean;
  /** A marker whose name is being typed. */
  readonly renamingMarkerId: string | null;
}

export const INITIAL_TIMELINE: TimelineState = {
  isRipple: true,
  isAdjusting: false,
  announcement: null,
  canPaste: false,
  renamingMarkerId: null,
};
