import { QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { BrowserRouter, Navigate, Route, Routes } from 'react-router';
import { ErrorBoundary } from '../kit/error-boundary.tsx';
import { Loading } from '../kit/loading.tsx';
import { antTheme } from '../kit/theme.ts';
import { queryClient } from '../live/index.ts';
import { SignedIn } from './signed-in.tsx';

const SignInPage = lazy(() => import('./sign-in/page.tsx'));
const ConsolePage = lazy(() => import('./console/page.tsx'));
const FieldPage = lazy(() => import('./field/page.tsx'));
const FeaturePages = lazy(() => import('./feature-pages.tsx'));
const AccountPage = lazy(() => import('./account/page.tsx'));

/** The pages and who sees them. A page is loaded when it is first opened. */
export function App() {
  const { i18n } = useTranslation();
  return (
    <ConfigProvider
      theme={antTheme}
      locale={i18n.language === 'en' ? enUS : zhCN}
      componentSize="middle"
      button={{ autoInsertSpace: false }}
    >
      <AntApp component={false}>
        <QueryClientProvider client={queryClient}>
          <ErrorBoundary>
            <BrowserRouter>
              <Suspense fallback={<Loading />}>
                <Routes>
                  <Route path="/sign-in" element={<SignInPage />} />
                  <Route path="/field" element={<FieldPage />} />
                  <Route element={<SignedIn />}>
                    <Route path="/" element={<ConsolePage />} />
                    <Route path="/account" element={<AccountPage />} />
                    <Route path="/*" element={<FeaturePages />} />
                  </Route>
                  <Route path="*" element={<Navigate to="/" replace />} />
                </Routes>
              </Suspense>
            </BrowserRouter>
          </ErrorBoundary>
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  );
}
