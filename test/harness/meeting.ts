import type { Page } from 'playwright-core';

/** Frames decoded so far in the tile of a centre's camera on this page; 0 when there is no such tile. */
export function decodedFrames(page: Page, area: string): Promise<number> {
  return page.evaluate((code) => {
    const video = document.querySelector<HTMLVideoElement>(`[data-area="${code}"][data-source="camera"] video`);
    return video && video.videoWidth > 0 ? video.getVideoPlaybackQuality().totalVideoFrames : 0;
  }, area);
}

/**
 * How loud this page hears each account: the loudest moment of two seconds, measured behind the audio elements that
 * the page itself plays.
 */
export function heardLevels(page: Page): Promise<Record<string, number>> {
  return page.evaluate(async () => {
    const context = new AudioContext();
    await context.resume();
    const elements = [...document.querySelectorAll<HTMLAudioElement>('[data-room="sound"] audio')];
    const voices = elements.flatMap((element) => {
      if (!(element.srcObject instanceof MediaStream) || element.paused) return [];
      const analyser = context.createAnalyser();
      context.createMediaStreamSource(element.srcObject).connect(analyser);
      return [{ account: (element.dataset.identity ?? '').split(':')[0] ?? '', analyser }];
    });
    const levels: Record<string, number> = {};
    const until = Date.now() + 2_000;
    while (Date.now() < until) {
      for (const { account, analyser } of voices) {
        const samples = new Float32Array(analyser.fftSize);
        analyser.getFloatTimeDomainData(samples);
        const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
        levels[account] = Math.max(levels[account] ?? 0, loudest);
      }
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
    await context.close();
    return levels;
  });
}

/** How it stands with a centre in the roster on this page. */
export async function standing(page: Page, area: string): Promise<string | null> {
  const row = page.locator(`.conference .conference-site[data-area="${area}"]`);
  return (await row.count()) === 0 ? null : row.getAttribute('data-standing');
}

/** How this page says its line to the room is. */
export async function lineState(page: Page): Promise<string | null> {
  const stage = page.locator('.conference .room-stage');
  return (await stage.count()) === 0 ? null : stage.getAttribute('data-line');
}
