import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import 'virtual:theme.css';
import './base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { resume } from './session/session.ts';

const root = document.getElementById('root');
if (root) {
  void resume();
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
