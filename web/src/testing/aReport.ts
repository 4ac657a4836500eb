/** Results as an engine writes them, one of each kind, for tests. */
import type { Schemas } from '@/api/client'

type Classification = Schemas['ClassificationResult']
type Segmentation = Schemas['SegmentationResult']
type Detection = Schemas['DetectionResult']
type Part = Classification['part']

const shares = (right: number, support: number) => ({
  precision: right / support,
  precision_interval: [0.4, 0.95] as [number, number],
  recall: right / support,
  recall_interval: [0.4, 0.95] as [number, number],
  f1: right / support,
})
const ofClass = (label: string, right: number, support: number) => ({
  label,
  support,
  predicted: support,
  ...shares(right, support),
})
const macros = { macro_precision: 0.91, macro_recall: 0.92, macro_f1: 0.93 }

export const classificationSet = (part: Part, samples: number): Classification => ({
  kind: 'classification',
  part,
  samples,
  correct: samples - 3,
  accuracy: 0.9,
  accuracy_interval: [0.8, 0.96],
  ...macros,
  classes: [ofClass('crack', 8, 10), { ...ofClass('free', 9, 10), precision: null, precision_interval: null }],
  confusion: [
    [8, 2],
    [1, 9],
  ],
})

export const segmentationSet = (part: Part, samples: number): Segmentation => ({
  kind: 'segmentation',
  part,
  samples,
  accuracy: 0.99,
  mean_iou: 0.61,
  mean_iou_interval: [0.5, 0.7],
  ...macros,
  classes: [
    {
      label: 'blowhole',
      support: 12,
      pixels: 54_321,
      predicted: 50_000,
      precision: 0.8,
      recall: 0.7,
      f1: 0.75,
      iou: 0.61,
      iou_interval: [0.5, 0.7],
    },
    {
      label: 'fray',
      support: 0,
      pixels: 0,
      predicted: 0,
      precision: null,
      recall: null,
      f1: null,
      iou: null,
      iou_interval: null,
    },
  ],
  confusion: [
    [1_234_567, 10_000, 0],
    [16_000, 38_321, 0],
    [0, 0, 0],
  ],
})

export const detectionSet = (part: Part, samples: number): Detection => ({
  kind: 'detection',
  part,
  samples,
  threshold: 0.3,
  ap50: 0.81,
  ap50_interval: [0.74, 0.88],
  ap: 0.47,
  ...macros,
  classes: [
    { ...ofClass('total', 17, 20), hits: 17, ap50: 0.86, ap: 0.5 },
    { ...ofClass('date', 15, 20), hits: 15, ap50: null, ap: null },
  ],
})

const network = {
  iteration: 120,
  metric: 'macro_f1' as const,
  best: 0.93,
  training_samples: 80,
  training_s: 4,
  precision: 'float32',
}

export const reportWith = (changes: Partial<Schemas['Report']> = {}): Schemas['Report'] => ({
  format: 1,
  task: 'classification',
  base_model: 'ResNet18',
  classes: ['crack', 'free'],
  networks: [{ network: 'classification', base_model: 'ResNet18', classes: ['crack', 'free'], ...network }],
  sets: [classificationSet('validation', 20), classificationSet('test', 40)],
  non_compliant: 0,
  manifest_hash: 'ab',
  training_s: 4,
  total_s: 5,
  device: 'cpu',
  ...changes,
})

export const bothNetworks = (): Schemas['Report'] =>
  reportWith({
    task: 'segmentation_classification',
    networks: [
      { network: 'segmentation', base_model: 'U-Net-ResNet18', classes: ['blowhole', 'fray'], ...network },
      { network: 'classification', base_model: 'ResNet18', classes: ['crack', 'free'], ...network },
    ],
    sets: [classificationSet('validation', 20), segmentationSet('validation', 20)],
  })
