import { createTheme, type MantineColorsTuple } from '@mantine/core';

const teal: MantineColorsTuple = [
  '#eefaf8',
  '#d8f1ed',
  '#aee2da',
  '#80d2c6',
  '#58c3b4',
  '#2fa696',
  '#118477',
  '#0f766e',
  '#0d625c',
  '#0a4d49',
];

/** How everything looks. Also read by the build, which writes its variables into a style sheet: pure data, no elements. */
export const THEME = createTheme({
  primaryColor: 'desk',
  primaryShade: { light: 7, dark: 6 },
  colors: { desk: teal },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace',
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    // Locking the page's scroll writes a style element, which the content security policy refuses.
    Modal: { defaultProps: { lockScroll: false, centered: true } },
    Drawer: { defaultProps: { lockScroll: false } },
    // A menu may hold nothing but items: so the first of them takes the focus.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false, menuItemTabIndex: 0 } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true } },
  },
});
