import { lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { auditContract } from '../../app/audit/index.ts';
import type { ConsoleFeature } from '../kit/feature.ts';

export const auditFeature: ConsoleFeature = {
  word: 'audit',
  pages: [
    {
      path: '/audit',
      roles: auditContract.list.roles,
      useLabel: () => useTranslation('audit').t('title'),
      Component: lazy(() => import('./page.tsx')),
    },
  ],
};
