/**
 * Answers of services in the moment they arrive. Making audio durable takes several steps, and a program that dies
 * between them would have paid in vain; one synchronous write comes first, which survives the program (not the power).
 */
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import { AssetId, RequestHash } from '#shared/ids.ts';
import type { Library } from './library.ts';
import { storeMedia } from './media-store.ts';
import { errnoOf, storageError } from './storage-error.ts';
import { insertUtterance, type StoredUtterance } from './utterances.ts';

export type Answer = Omit<StoredUtterance, 'assetId'>;

const Header = z.object({
  sha256: z.string(),
  answer: z.object({
    requestHash: RequestHash,
    variation: z.number().int(),
    requestJson: z.string(),
    declaredFormat: z.string(),
    providerRequestId: z.string().optional(),
    cues: z.array(z.object({ startMs: z.number(), endMs: z.number(), text: z.string() })),
    warnings: z.array(z.string()),
    billedCharacters: z.number(),
    cost: z.number(),
    currency: z.string().optional(),
    createdAtMs: z.number(),
  }),
});

const EXTENSION = '.answer';
const folderOf = ({ home }: Library): string => join(home, 'answers');
const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * Notes an answer: a line of JSON, then the audio. Answers how to strike it out once the library has it. Where it cannot
 * be written nothing is lost yet: storing it meets the same disk next, and says so.
 */
export function noteAnswer(library: Library, answer: Answer, bytes: Uint8Array): () => void {
  const folder = folderOf(library);
  const path = join(folder, `${library.ports.newId()}${EXTENSION}`);
  try {
    mkdirSync(folder, { recursive: true });
    const header = Buffer.from(`${JSON.stringify({ sha256: sha256Of(bytes), answer })}\n`, 'utf8');
    writeFileSync(path, Buffer.concat([header, bytes]));
  } catch (error) {
    if (errnoOf(error) === undefined) throw error;
    library.ports.log.warn('an answer could not be noted', { reason: errnoOf(error) });
    rmSync(path, { force: true });
  }
  return () => rmSync(path, { force: true });
}

/**
 * Brings what a dead program had noted into the library. What was cut off half-way is set aside, not deleted; what
 * cannot be kept now (a full disk) stays noted, and keeps nobody from the library.
 */
export async function recoverAnswers(library: Library): Promise<number> {
  try {
    return await recoverAll(library);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    library.ports.log.warn('answers of a program that ended could not be kept yet', { code: error.code });
    return 0;
  }
}

async function recoverAll(library: Library): Promise<number> {
  const folder = folderOf(library);
  const names = await readdir(folder).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return [];
    throw storageError(error, folder, 'read');
  });
  let recovered = 0;
  for (const name of names.filter((candidate) => candidate.endsWith(EXTENSION))) {
    const path = join(folder, name);
    const noted = parsed(await readFile(path));
    if (noted === undefined) {
      await rename(path, `${path}.cut`);
      continue;
    }
    await keep(library, noted.answer, noted.bytes);
    await rm(path, { force: true });
    recovered++;
  }
  if (recovered > 0) library.ports.log.info('kept answers that had arrived when the program ended', { recovered });
  return recovered;
}

function parsed(file: Buffer): { readonly answer: Answer; readonly bytes: Uint8Array } | undefined {
  const end = file.indexOf(0x0a);
  if (end < 0) return undefined;
  const bytes = file.subarray(end + 1);
  const header = headerOf(file.toString('utf8', 0, end));
  if (header?.sha256 !== sha256Of(bytes)) return undefined;
  const { providerRequestId, currency, ...rest } = header.answer;
  return {
    bytes,
    answer: {
      ...rest,
      ...(providerRequestId === undefined ? {} : { providerRequestId }),
      ...(currency === undefined ? {} : { currency }),
    },
  };
}

function headerOf(line: string): z.infer<typeof Header> | undefined {
  try {
    return Header.safeParse(JSON.parse(line)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function keep(library: Library, answer: Answer, bytes: Uint8Array): Promise<void> {
  const assetId = AssetId.parse(sha256Of(bytes));
  const known = library.db.get(
    `SELECT 1 FROM utterance JOIN asset ON asset.number = utterance.asset_number
     WHERE request_hash = $requestHash AND variation = $variation AND asset.id = $assetId`,
    { requestHash: answer.requestHash, variation: answer.variation, assetId },
  );
  if (known) return;
  await storeMedia(
    library,
    { bytes, extension: answer.declaredFormat },
    { addRows: () => insertUtterance(library.db, { ...answer, assetId }) },
  );
}
