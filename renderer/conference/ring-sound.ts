const beat = 0.4;
const pauseSeconds = 2;

/** Rings until it is stopped: two soft notes, a pause. Returns what stops it. */
export function startRinging(): () => void {
  const context = new AudioContext();
  const gain = context.createGain();
  gain.connect(context.destination);
  const ring = () => {
    const start = context.currentTime;
    [784, 988].forEach((frequency, place) => {
      const note = context.createOscillator();
      const envelope = context.createGain();
      const from = start + place * beat;
      envelope.gain.setValueAtTime(0, from);
      envelope.gain.linearRampToValueAtTime(0.25, from + 0.03);
      envelope.gain.linearRampToValueAtTime(0, from + beat);
      note.frequency.value = frequency;
      note.connect(envelope).connect(gain);
      note.start(from);
      note.stop(from + beat);
    });
  };
  // A page that nobody has touched yet may not sound; it begins with the first touch.
  void context.resume().catch(() => undefined);
  const touch = () => void context.resume().catch(() => undefined);
  window.addEventListener('pointerdown', touch);
  window.addEventListener('keydown', touch);
  ring();
  const timer = setInterval(ring, pauseSeconds * 1_000);
  return () => {
    clearInterval(timer);
    window.removeEventListener('pointerdown', touch);
    window.removeEventListener('keydown', touch);
    void context.close();
  };
}
