const SCENE_BREAK = /^(?:([*#~•·–—=_-])(?:[ \t]*\1){2,}|#|⁂|❦|§)$/u;

/** `***`, `* * *`, `#`, `⁂`, `~ ~ ~`, `•••` as a paragraph of its own. */
export function isSceneBreak(paragraph: string): boolean {
  return SCENE_BREAK.test(paragraph);
}
