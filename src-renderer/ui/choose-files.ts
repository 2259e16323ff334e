/** Opens the system's file chooser; must be called while a click or a key is being handled. Empty: nothing was chosen. */
export function chooseFiles(accept: string, isMultiple = false): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = accept;
    input.multiple = isMultiple;
    input.onchange = () => resolve([...(input.files ?? [])]);
    input.oncancel = () => resolve([]);
    input.click();
  });
}
