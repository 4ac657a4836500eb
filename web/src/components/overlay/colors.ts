/** The colours of regions: one for each outcome, and one for each class that is the same everywhere. */
import { seriesColors } from '@/lib/tokens'
import type { Tones } from './masks'
import type { Box } from './shapes'

/** As in Overlay.module.css; dark enough for white letters, light enough to be seen on a dark image. */
export const tones: Tones = { hit: '#0f9f93', missed: '#e07b00', false: '#d92d33' }

/** Regions with nothing to compare them with: each in the colour of its class. */
export const plainBoxes = (regions: Omit<Box, 'tone' | 'color'>[], classes: readonly string[]): Box[] =>
  regions.map((region) => ({ ...region, tone: 'plain', color: classColor(region.label, classes) }))

/** By the class's place in the list of classes, so that a class keeps its colour from image to image. */
export const classColor = (label: string, classes: readonly string[]): string =>
  seriesColors[Math.max(0, classes.indexOf(label)) % seriesColors.length] ?? tones.hit
