const most = 24;
const free: HTMLVideoElement[] = [];

/**
 * Video elements are used again: a browser allows only so many players, and those thrown away linger. A released one
 * holds no picture.
 */
export function takeVideo(): HTMLVideoElement {
  const video = free.pop() ?? document.createElement('video');
  video.muted = true;
  video.autoplay = true;
  video.playsInline = true;
  return video;
}

/** Gives an element back; it is empty from then on. */
export function releaseVideo(video: HTMLVideoElement): void {
  video.srcObject = null;
  video.remove();
  if (free.length < most) free.push(video);
}
