/** Which machines have what a profile asks for; the server's rule (ComputeProfile.is_satisfied_by) said once more. */
import type { Machine, Profile } from './queries'

export type Wanted = Pick<Profile, 'cores' | 'memory' | 'gpus' | 'gpu_memory'>

export function fits(machine: Machine, { cores, memory, gpus, gpu_memory }: Wanted): boolean {
  const enough = machine.gpus.filter((card) => card.memory >= gpu_memory).length
  return machine.cores >= cores && machine.memory >= memory && enough >= gpus
}

/** Disabled ones take no new work, so they are not offered. */
export const fitting = (machines: Machine[], wanted: Wanted): Machine[] =>
  machines.filter((machine) => machine.enabled && fits(machine, wanted))
