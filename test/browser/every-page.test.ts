import { FULL } from './full-commune.ts';
import { walkEveryPage } from './pages.ts';

walkEveryPage({ role: 'admin', size: FULL, devices: ['desk'] });
