/** Training templates: what is trained, on which data, with which parameters. */
export { TemplateScreen } from './TemplateScreen'
export { TemplatesScreen } from './TemplatesScreen'
