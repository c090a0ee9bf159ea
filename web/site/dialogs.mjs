// The page's dialogs, by the names the application asks for them. Loaded when the first is opened.
import { pickFile } from './files.mjs';

export { showExport as export } from './export_dialog.mjs';
export { showShare as share } from './share_dialog.mjs';
export const open = (playground) => pickFile(playground);
