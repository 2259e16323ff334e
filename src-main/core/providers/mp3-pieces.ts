import { id3v2Length } from '../audio/mpeg-frame.ts';

/**
 * The pieces of a streamed MP3 as one file. Some gateways begin a piece in mid-stream with an ID3 tag, which a player
 * takes for noise or for a second song: it is left out there, and kept at the very start.
 */
export function joinMp3Pieces(pieces: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(pieces.map((piece, index) => (index === 0 ? piece : piece.subarray(id3v2Length(piece, 0)))));
}
