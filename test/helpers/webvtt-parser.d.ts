declare module 'webvtt-parser' {
  interface WebVttCue {
    readonly startTime: number;
    readonly endTime: number;
    readonly text: string;
  }
  export class WebVTTParser {
    parse(
      input: string,
      mode: 'subtitles' | 'captions' | 'descriptions' | 'metadata' | 'chapters',
    ): {
      readonly cues: readonly WebVttCue[];
      readonly errors: readonly { readonly message: string; readonly line: number }[];
    };
  }
}
