import 'i18next';
import type { messages } from '../app/messages.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'console';
    resources: (typeof messages)['zh-CN'];
  }
}
