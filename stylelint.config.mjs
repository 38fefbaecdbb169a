export default {
  extends: ['stylelint-config-standard'],
  rules: {
    'selector-class-pattern': '^(jp|lm)-[A-Za-z0-9-]+$',
    'custom-property-pattern': '^(jp|pymastery)-[a-z0-9-]+$',
    'no-descending-specificity': null,
    // Colours come from the theme or from tokens.css, so that every theme works.
    'color-named': 'never'
  }
};
