import { SOME } from './full-commune.ts';
import { walkEveryPage } from './pages.ts';

walkEveryPage({ role: 'editor', size: SOME, devices: ['phone', 'desk'] });
