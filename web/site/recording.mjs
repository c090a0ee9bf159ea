// An animation of the canvas: what the browser's own recorder makes of it while the run goes on.
const kinds = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm', 'video/mp4'];

export function canRecord() {
  return typeof MediaRecorder === 'function' && 'captureStream' in HTMLCanvasElement.prototype && Boolean(kindOf());
}

const kindOf = () => kinds.find((kind) => MediaRecorder.isTypeSupported(kind));

/**
 * Records for some seconds; a paused run trains meanwhile and is paused again.
 * @param {(share: number) => void} progress 0 to 1
 * @returns {{ done: Promise<Blob | null>, cancel: () => void }} null when it was cancelled
 */
export function record(playground, canvas, seconds, progress) {
  const wasPlaying = playground.metrics().playing;
  const stream = canvas.captureStream(30);
  const recorder = new MediaRecorder(stream, { mimeType: kindOf(), videoBitsPerSecond: 6e6 });
  const chunks = [];
  let cancelled = false;
  const done = new Promise((resolve, reject) => {
    recorder.ondataavailable = ({ data }) => data.size > 0 && chunks.push(data);
    recorder.onerror = ({ error }) => reject(error ?? new Error('the recorder failed.'));
    recorder.onstop = () => resolve(cancelled ? null : new Blob(chunks, { type: recorder.mimeType }));
  }).finally(() => {
    clearInterval(timer);
    stream.getTracks().forEach((track) => track.stop());
    if (!wasPlaying) playground.pause();
  });
  const stop = () => recorder.state !== 'inactive' && recorder.stop();
  recorder.start(500);
  playground.play();
  const begin = performance.now();
  const timer = setInterval(() => {
    const share = (performance.now() - begin) / (1000 * seconds);
    progress(Math.min(1, share));
    if (share >= 1) stop();
  }, 100);
  return {
    done,
    cancel() {
      cancelled = true;
      stop();
    },
  };
}
