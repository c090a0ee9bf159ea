// The page's dialogs, by the names the application asks for them. Loaded when the first is opened.
export { showExport as export } from './export_dialog.mjs';
export { showShare as share } from './share_dialog.mjs';
