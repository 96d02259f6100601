import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startLanguage } from './kit/language.ts';
import './kit/base.css';
import { App } from './pages/app.tsx';

startLanguage();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
