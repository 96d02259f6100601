import type { PicturesMessage } from '../../app/camera/index.ts';
import { releaseVideo, takeVideo } from '../kit/video-pool.ts';
import { type Decoded, PictureDecoder } from './picture-decoder.ts';

/** What is seen of a camera now. */
export interface Shown {
  readonly by: 'pictures' | 'video';
  readonly rtp: number;
  /** When it arrived from the camera, if the frame itself said so; ms since 1970 by the server's clock. */
  readonly at: number | null;
  readonly width: number;
  readonly height: number;
}

/**
 * Where a camera's pictures come on the screen: a canvas for those over the page's connection and a video element for
 * mediasoup's, one upon the other. The one that has the newer frame is seen; changing never shows an empty one.
 */
export class Screen {
  /** Holds both; the tile puts it where it belongs. */
  readonly element = document.createElement('div');
  readonly #canvas = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D | null;
  readonly #video: HTMLVideoElement;
  readonly #decoder: PictureDecoder;
  readonly #onFrame: (shown: Shown) => void;
  /** Being moved in the page pauses an element, as does the button of the small window: what is live goes on. */
  readonly #resume = () => {
    if (this.#track) this.#video.play().catch(() => undefined);
  };
  #request = 0;
  #track: MediaStreamTrack | undefined;
  /** Page time of the last frame of the video element, in ms. */
  #videoAt = 0;
  #by: Shown['by'] | undefined;

  constructor(onFrame: (shown: Shown) => void) {
    this.#onFrame = onFrame;
    this.#context = this.#canvas.getContext('2d', { alpha: false });
    this.#video = takeVideo();
    this.element.className = 'camera-screen';
    this.element.append(this.#canvas, this.#video);
    this.#video.addEventListener('pause', this.#resume);
    this.#canvas.hidden = true;
    this.#video.hidden = true;
    this.#decoder = new PictureDecoder((decoded) => this.#paint(decoded));
  }

  /** Which of the two is seen; undefined before the first frame. */
  get by(): Shown['by'] | undefined {
    return this.#by;
  }

  /** The video element, for picture-in-picture. */
  get video(): HTMLVideoElement {
    return this.#video;
  }

  /** Frames were left out of the pictures over the connection. */
  get gap(): boolean {
    return this.#by === 'pictures' && this.#decoder.gap;
  }

  /** How long the video element has shown no new frame, in ms of the page. */
  get videoQuiet(): number {
    return performance.now() - this.#videoAt;
  }

  /** The page was hidden, when no frames are told of; the element's time of quiet begins anew. */
  awake(): void {
    this.#videoAt = performance.now();
  }

  decode(message: PicturesMessage): void {
    this.#decoder.push(message);
  }

  /** Takes mediasoup's pictures; they are seen from their first frame on. */
  attach(track: MediaStreamTrack): void {
    this.detach();
    this.#track = track;
    this.#video.srcObject = new MediaStream([track]);
    this.#video.play().catch(() => undefined);
    const onFrame = (_: number, { rtpTimestamp, width, height }: VideoFrameCallbackMetadata) => {
      this.#request = this.#video.requestVideoFrameCallback(onFrame);
      this.#videoAt = performance.now();
      if (rtpTimestamp === undefined) return;
      if (this.#by !== 'video') this.#show('video');
      this.#onFrame({ by: 'video', rtp: rtpTimestamp, at: null, width, height });
    };
    this.#request = this.#video.requestVideoFrameCallback(onFrame);
  }

  /** mediasoup's pictures have stopped; the last of them stays until the canvas has a newer one. */
  detach(): void {
    this.#video.cancelVideoFrameCallback(this.#request);
    if (!this.#track) return;
    this.#track = undefined;
    if (this.#by === 'video') {
      // An element without a stream shows nothing: its last frame goes to the canvas.
      this.#copyVideo();
      this.#show('pictures');
    }
    this.#video.srcObject = null;
  }

  /** The picture that is seen, as a PNG; null when there is none. */
  async photograph(): Promise<Blob | null> {
    if (!this.#by) return null;
    if (this.#by === 'video') {
      const { videoWidth, videoHeight } = this.#video;
      const sheet = new OffscreenCanvas(videoWidth, videoHeight);
      sheet.getContext('2d')?.drawImage(this.#video, 0, 0);
      return sheet.convertToBlob({ type: 'image/png' });
    }
    return new Promise((resolve) => this.#canvas.toBlob(resolve, 'image/png'));
  }

  /** mediasoup's pictures are on the screen, so none come over the connection: its decoder starts anew next time. */
  settle(): void {
    this.#decoder.close();
  }

  dispose(): void {
    this.#video.cancelVideoFrameCallback(this.#request);
    this.#decoder.close();
    if (document.pictureInPictureElement === this.#video) document.exitPictureInPicture().catch(() => undefined);
    this.#track = undefined;
    this.#video.removeEventListener('pause', this.#resume);
    this.#video.hidden = false;
    releaseVideo(this.#video);
    this.element.remove();
  }

  #paint({ frame, rtp, at, followed }: Decoded): void {
    // While mediasoup's own frames come they are what is seen.
    if (this.#by === 'video' || (followed && this.#by !== undefined)) {
      frame.close();
      return;
    }
    const { displayWidth: width, displayHeight: height } = frame;
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
    }
    this.#context?.drawImage(frame, 0, 0, width, height);
    frame.close();
    this.#show('pictures');
    this.#onFrame({ by: 'pictures', rtp, at, width, height });
  }

  #copyVideo(): void {
    const { videoWidth, videoHeight } = this.#video;
    if (videoWidth === 0) return;
    this.#canvas.width = videoWidth;
    this.#canvas.height = videoHeight;
    this.#context?.drawImage(this.#video, 0, 0);
  }

  #show(by: Shown['by']): void {
    this.#by = by;
    this.#canvas.hidden = by !== 'pictures';
    this.#video.hidden = by !== 'video';
  }
}
