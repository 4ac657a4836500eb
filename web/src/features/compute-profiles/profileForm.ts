/** Between the form, where people think in gigabytes, and the server, which counts bytes. */
import type { Schemas } from '@/api/client'
import type { Profile } from './queries'

const GB = 1e9

export interface Values {
  name: string
  kind: Profile['kind']
  cores: number
  memory_gb: number
  gpus?: number
  gpu_memory_gb?: number
}

export const GENERAL: Partial<Values> = { kind: 'general', cores: 4, memory_gb: 16, gpus: 1, gpu_memory_gb: 8 }

export function bodyOf({ name, kind, cores, memory_gb, gpus = 0, gpu_memory_gb = 0 }: Values): Schemas['ProfileIn'] {
  const cards = kind === 'gpu' ? { gpus, gpu_memory: Math.round(gpu_memory_gb * GB) } : { gpus: 0, gpu_memory: 0 }
  return { name, kind, cores, memory: Math.round(memory_gb * GB), ...cards }
}

export const valuesOf = (profile: Profile | undefined): Partial<Values> =>
  profile
    ? {
        name: profile.name,
        kind: profile.kind,
        cores: profile.cores,
        memory_gb: inGb(profile.memory),
        gpus: profile.gpus || 1,
        gpu_memory_gb: inGb(profile.gpu_memory),
      }
    : {}

const inGb = (bytes: number): number => Number((bytes / GB).toFixed(3))
