/** Where a link in one file of the archive points. `..` cannot lead out: the root has no parent. */
export function resolvePath(from: string, href: string): { readonly path: string; readonly fragment: string | null } {
  const hash = href.indexOf('#');
  const target = decodeComponent(hash < 0 ? href : href.slice(0, hash));
  const fragment = hash < 0 ? null : decodeComponent(href.slice(hash + 1));
  const parts = target === '' ? from.split('/') : target.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return { path: parts.join('/'), fragment };
}

function decodeComponent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    // A percent sign that escapes nothing: the name has it.
    if (error instanceof URIError) return text;
    throw error;
  }
}
