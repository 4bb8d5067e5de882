import { SOME } from './full-commune.ts';
import { walkEveryPage } from './pages.ts';

for (const role of ['viewer', 'police'] as const)
  walkEveryPage({ role, size: SOME, devices: ['phone', 'desk'] });
