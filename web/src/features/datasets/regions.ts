/** What is known of a sample's regions and mask, and where the picture of its mask is. Pure functions. */
import { urls } from '@/api/urls'
import type { DataPath, Dataset, Sample } from './queries'

/** Its folder's class, or the classes of its regions, each once. */
export const labelsOf = ({ label, regions }: Pick<Sample, 'label' | 'regions'>): string =>
  label || [...new Set(regions.map((region) => region.label))].join(', ')

export const maskOf = ({ id, mask }: Sample): string | undefined => (mask ? urls.sampleMask(id) : undefined)

export const sizeOf = ({ width, height }: Pick<Sample, 'width' | 'height'>) =>
  width && height ? { width, height } : undefined

/** All classes of a dataset in one order: what gives each its colour. */
export const classesOf = ({ class_counts, region_counts }: Pick<Dataset, 'class_counts' | 'region_counts'>): string[] =>
  [...new Set([...Object.keys(class_counts), ...Object.keys(region_counts)])].sort()

export const sumOf = (counts: Record<string, number>): number => Object.values(counts).reduce((a, b) => a + b, 0)

export interface ClassCount {
  label: string
  images: number
  regions: number
}

/** A line for each class: the images that show it and its regions. */
export const classCounts = ({ class_counts, region_counts }: Pick<DataPath, 'class_counts' | 'region_counts'>) =>
  classesOf({ class_counts, region_counts }).map(
    (label): ClassCount => ({ label, images: class_counts[label] ?? 0, regions: region_counts[label] ?? 0 }),
  )
