import i18next from 'i18next';
import readings from './vi/readings.ts';

/** The texts about what is said come with the pages that need them: a first visit is not to wait for these. */
i18next.addResourceBundle('vi', 'translation', readings);
