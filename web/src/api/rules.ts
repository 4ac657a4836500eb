/** Made from the OpenAPI document by `npm run api-types`: how long texts may be, and of what. Never edited by hand. */
export const rules = {
  AccountIn: {
    email: { maxLength: 254 },
    first_name: { maxLength: 150 },
    last_name: { maxLength: 150 },
  },
  BulkIn: {
    tags: { maxLength: 200 },
  },
  CloneIn: {
    name: { maxLength: 60, pattern: /^[A-Za-z](?:[A-Za-z0-9_-]{0,58}[A-Za-z0-9])?$/ },
  },
  Cron: {
    expression: { maxLength: 100 },
  },
  DatasetEdit: {
    description: { maxLength: 2000 },
    name: { maxLength: 60, pattern: /^[A-Za-z](?:[A-Za-z0-9_-]{0,58}[A-Za-z0-9])?$/ },
  },
  DatasetIn: {
    description: { maxLength: 2000 },
    name: { maxLength: 60, pattern: /^[A-Za-z](?:[A-Za-z0-9_-]{0,58}[A-Za-z0-9])?$/ },
  },
  DatasetVersionIn: {
    note: { maxLength: 500 },
  },
  DraftEdit: {
    content: { maxLength: 400000 },
    name: { maxLength: 60 },
  },
  DraftIn: {
    content: { maxLength: 400000 },
    name: { maxLength: 60 },
  },
  ExclusionIn: {
    reason: { maxLength: 300 },
  },
  ExportIn: {
    format: { maxLength: 20 },
  },
  IndustryEdit: {
    name: { maxLength: 60, pattern: /^[\u4e00-\u9fffA-Za-z0-9_]{1,60}$/ },
  },
  IndustryIn: {
    levels: { maxLength: 60 },
    name: { maxLength: 60, pattern: /^[\u4e00-\u9fffA-Za-z0-9_]{1,60}$/ },
  },
  JournalFilter: {
    action: { maxLength: 60 },
    entity: { maxLength: 60 },
    operation_key: { maxLength: 80 },
    search: { maxLength: 200 },
  },
  LevelIn: {
    name: { maxLength: 60 },
  },
  MachineEdit: {
    address: { maxLength: 255, pattern: /^[A-Za-z0-9._-]{1,255}$/ },
    description: { maxLength: 2000 },
    name: { maxLength: 60 },
  },
  ModelEdit: {
    description: { maxLength: 2000 },
  },
  NodeEdit: {
    name: { maxLength: 60 },
  },
  NodesIn: {
    names: { maxLength: 60 },
  },
  NoteIn: {
    note: { maxLength: 2000 },
  },
  OnceIn: {
    zone: { maxLength: 64 },
  },
  OneTimeIn: {
    token: { maxLength: 200 },
  },
  ParametersTextIn: {
    text: { maxLength: 200000 },
  },
  PasswordIn: {
    current: { maxLength: 4096 },
    new: { maxLength: 4096 },
  },
  PasswordResetIn: {
    password: { maxLength: 4096 },
  },
  ProcessFilter: {
    base_model: { maxLength: 60 },
    tag: { maxLength: 1000 },
  },
  ProfileEdit: {
    name: { maxLength: 60 },
  },
  ProfileIn: {
    name: { maxLength: 60 },
  },
  ProjectEdit: {
    description: { maxLength: 2000 },
    name: { maxLength: 60 },
  },
  ProjectIn: {
    description: { maxLength: 2000 },
    name: { maxLength: 60 },
  },
  PublishIn: {
    description: { maxLength: 2000 },
    reason: { maxLength: 2000 },
  },
  RemedyIn: {
    name: { maxLength: 30 },
  },
  RoleEdit: {
    description: { maxLength: 2000 },
    name: { maxLength: 60 },
  },
  RoleIn: {
    description: { maxLength: 2000 },
    name: { maxLength: 60 },
  },
  RollBackIn: {
    reason: { maxLength: 2000 },
  },
  RulesIn: {
    password: { maxLength: 4096 },
    username: { maxLength: 150 },
  },
  SampleFilter: {
    format: { maxLength: 10 },
    name: { maxLength: 200 },
  },
  ScheduleEdit: {
    zone: { maxLength: 64 },
  },
  ScheduleIn: {
    zone: { maxLength: 64 },
  },
  ScreenOut: {
    view: { maxLength: 20 },
  },
  SignInIn: {
    password: { maxLength: 4096 },
    username: { maxLength: 254 },
  },
  StageIn: {
    reason: { maxLength: 2000 },
  },
  TagsIn: {
    add: { maxLength: 200 },
    remove: { maxLength: 200 },
  },
  TaskTypeEdit: {
    name: { maxLength: 60 },
  },
  TaskTypeIn: {
    name: { maxLength: 60 },
  },
  TemplateEdit: {
    description: { maxLength: 2000 },
    name: { maxLength: 60, pattern: /^[A-Za-z](?:[A-Za-z0-9_-]{0,58}[A-Za-z0-9])?$/ },
  },
  TemplateIn: {
    description: { maxLength: 2000 },
    name: { maxLength: 60, pattern: /^[A-Za-z](?:[A-Za-z0-9_-]{0,58}[A-Za-z0-9])?$/ },
  },
  TimingIn: {
    zone: { maxLength: 64 },
  },
  TokenIn: {
    name: { maxLength: 60 },
  },
  UploadIn: {
    label: { maxLength: 255 },
    name: { maxLength: 255 },
  },
  UserEdit: {
    email: { maxLength: 254 },
    first_name: { maxLength: 150 },
    last_name: { maxLength: 150 },
    remark: { maxLength: 2000 },
    username: { maxLength: 150 },
  },
  UserIn: {
    email: { maxLength: 254 },
    first_name: { maxLength: 150 },
    last_name: { maxLength: 150 },
    password: { maxLength: 4096 },
    remark: { maxLength: 2000 },
    username: { maxLength: 150 },
  },
  WebhookEdit: {
    url: { maxLength: 1000 },
  },
  WebhookIn: {
    url: { maxLength: 1000 },
  },
  Weekly: {
    time: { pattern: /^([01]\d|2[0-3]):[0-5]\d$/ },
  },
} as const
