let context: AudioContext | undefined;

/** Two short tones, made here: there is no file to load, and nothing that could be taken for another program's sound. */
export function beep(): void {
  context ??= new AudioContext();
  tone(context, 660, 0);
  tone(context, 880, 0.14);
}

function tone(audio: AudioContext, hertz: number, afterS: number): void {
  const from = audio.currentTime + afterS;
  const volume = new GainNode(audio, { gain: 0 });
  volume.gain.setValueAtTime(0.0001, from);
  volume.gain.exponentialRampToValueAtTime(0.12, from + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, from + 0.13);
  const source = new OscillatorNode(audio, { frequency: hertz });
  source.connect(volume).connect(audio.destination);
  source.start(from);
  source.stop(from + 0.15);
}
