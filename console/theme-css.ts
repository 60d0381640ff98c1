import {
  convertCssVariables,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from '@mantine/core';
import type { Plugin } from 'vite';
import { THEME } from './src/theme.ts';

const NAME = 'virtual:theme.css';

/**
 * The theme's variables as a style sheet of the build. Mantine would write them into a style element at run time, which the
 * content security policy refuses.
 */
export function themeCss(): Plugin {
  return {
    name: 'theme-css',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load: (id) => (id === `\0${NAME}` ? written() : undefined),
  };
}

function written(): string {
  const variables = defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, THEME));
  return convertCssVariables(variables, ':root');
}
