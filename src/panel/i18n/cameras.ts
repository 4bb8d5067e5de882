import i18next from 'i18next';
import advisories from './vi/advisories.ts';
import cameras from './vi/cameras.ts';
import footage from './vi/footage.ts';
import wall from './vi/wall.ts';

/** The texts about cameras come with their pages: a first visit is not to wait for these. */
i18next.addResourceBundle('vi', 'translation', { ...cameras, ...advisories, ...wall, ...footage });
