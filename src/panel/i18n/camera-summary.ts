import i18next from 'i18next';
import summary from './vi/camera-summary.ts';

/** What all cameras are like in a few words comes with whatever shows it: a first visit is not to wait for it. */
i18next.addResourceBundle('vi', 'translation', summary);
