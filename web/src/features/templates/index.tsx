/** Training templates: what is trained, on which data, with which parameters; and the wizard that makes a model of one. */
export { askTemplates } from './queries'
export { TemplateScreen } from './TemplateScreen'
export { TemplatesScreen } from './TemplatesScreen'
export { WizardScreen } from './wizard/WizardScreen'
