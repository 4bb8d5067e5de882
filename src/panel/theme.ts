import {
  convertCssVariables,
  createTheme,
  DEFAULT_THEME,
  deepMerge,
  defaultCssVariablesResolver,
  type MantineColorsTuple,
  mergeMantineTheme,
} from '@mantine/core';

/** Deep blue-green: the station's own colour, for what is normal and for what may be pressed. */
const brand: MantineColorsTuple = [
  '#ecf6f6',
  '#d5e9ea',
  '#a9d2d5',
  '#79b8bd',
  '#4e9ea5',
  '#2d848d',
  '#186d77',
  '#0b5a64',
  '#094851',
  '#07363d',
];

/** The one red. It says emergency, and nothing else may be red. */
const alarm: MantineColorsTuple = [
  '#fdeeec',
  '#f9d5d1',
  '#f2a89f',
  '#ea776a',
  '#e04f40',
  '#d23325',
  '#bd2518',
  '#a01c11',
  '#82160d',
  '#5e0f08',
];

/** What is wrong but no emergency: failed, refused, overdue. */
const rust: MantineColorsTuple = [
  '#fdf1e7',
  '#f8decb',
  '#eebd97',
  '#e29a61',
  '#d67b36',
  '#c0631c',
  '#a34f12',
  '#87400d',
  '#6c330a',
  '#4b2306',
];

const amber: MantineColorsTuple = [
  '#fdf6e0',
  '#f8e8b8',
  '#f0d27c',
  '#e5b943',
  '#d6a11d',
  '#b5860f',
  '#926b09',
  '#755507',
  '#5b4205',
  '#3f2d03',
];

const gray: MantineColorsTuple = [
  '#f5f8f8',
  '#ebf0f0',
  '#dde5e5',
  '#c8d3d4',
  '#a6b5b7',
  '#7d9093',
  '#58696c',
  '#43575a',
  '#2b3d40',
  '#16282b',
];

const dark: MantineColorsTuple = [
  '#dbe5e5',
  '#bccaca',
  '#93a6a8',
  '#6d8184',
  '#3d5154',
  '#2a3c3f',
  '#1f2f32',
  '#162427',
  '#101c1e',
  '#0a1315',
];

const FONT = "'Be Vietnam Pro', 'Segoe UI', Roboto, 'Noto Sans', sans-serif";

/** The look of the panel, as Mantine knows it. */
export const theme = createTheme({
  colors: { brand, alarm, rust, amber, gray, dark },
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 6 },
  black: '#16282b',
  fontFamily: FONT,
  headings: {
    fontFamily: FONT,
    fontWeight: '700',
    sizes: { h1: { fontSize: '1.5rem', lineHeight: '1.3' }, h2: { fontSize: '1.125rem', lineHeight: '1.4' } },
  },
  defaultRadius: 'md',
  radius: { md: '0.625rem' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    // Mantine locks the page with an injected <style>, which the security policy refuses; base.css does it.
    Modal: { defaultProps: { lockScroll: false, centered: true, radius: 'lg', padding: 'lg' } },
    // 16 px: a smaller field makes a phone zoom in on it.
    InputWrapper: { defaultProps: { size: 'md' } },
    Input: { defaultProps: { size: 'md' } },
    TextInput: { defaultProps: { size: 'md' } },
    PasswordInput: { defaultProps: { size: 'md' } },
    Textarea: { defaultProps: { size: 'md' } },
    NativeSelect: { defaultProps: { size: 'md' } },
    Checkbox: { defaultProps: { size: 'md' } },
    Radio: { defaultProps: { size: 'md' } },
    Switch: { defaultProps: { size: 'md' } },
    SegmentedControl: { defaultProps: { size: 'md' } },
    // Inside the main part of the page, so that no text stands outside the landmarks of a screen reader.
    Popover: { defaultProps: { portalProps: { target: '#content' } } },
    Menu: { defaultProps: { portalProps: { target: '#content' }, withInitialFocusPlaceholder: false } },
    Drawer: { defaultProps: { lockScroll: false } },
    Tooltip: { defaultProps: { withArrow: true, events: { hover: true, focus: true, touch: false } } },
  },
});

function sheetText(): string {
  const merged = mergeMantineTheme(DEFAULT_THEME, theme);
  const own = {
    variables: {},
    light: {
      '--mantine-color-body': gray[0],
      '--mantine-color-error': rust[7],
      '--mantine-color-dimmed': gray[6],
      '--mantine-color-placeholder': gray[6],
      '--mantine-color-default-border': gray[5],
    },
    dark: {
      '--mantine-color-body': dark[8],
      '--mantine-color-error': rust[3],
      '--mantine-color-dimmed': dark[2],
      '--mantine-color-placeholder': dark[2],
      '--mantine-color-default-border': dark[3],
      '--mantine-color-anchor': brand[3],
    },
  };
  return convertCssVariables(deepMerge(defaultCssVariablesResolver(merged), own));
}

/**
 * Puts the theme's variables in a constructed style sheet: Mantine itself would write a <style> element, which
 * the content security policy refuses.
 */
export function adoptTheme(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(sheetText());
  // Assigned, not pushed: browsers of 2022 hand out a frozen list.
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
