/** The formats that a dataset can be exported in, in the order of the dialog. */
const formats = ['folders', 'coco', 'yolo', 'voc', 'masks'] as const
export type ExportFormat = (typeof formats)[number]

/** The name under which the words of a format are kept. */
export const formatOf = ({ format }: { format: string }): ExportFormat =>
  formats.find((one) => one === format) ?? 'folders'
