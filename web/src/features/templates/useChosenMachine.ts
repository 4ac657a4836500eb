/** The machine that a template is looked at for: readiness and rehearsal are about the same one. */
import { useState } from 'react'
import { type Machine, useMachines } from './queries'

export interface ChosenMachine {
  /** Undefined while they load, and where none is available. */
  machine: Machine | undefined
  available: Machine[]
  isLoaded: boolean
  choose: (machineId: number) => void
}

/** The person's choice; before that the preferred one, or the first one that is available. */
export function useChosenMachine(preferred?: number): ChosenMachine {
  const { data } = useMachines()
  const [chosen = preferred, choose] = useState<number>()
  const available = data?.filter((one) => one.enabled && one.available) ?? []
  const machine = available.find(({ id }) => id === chosen) ?? available[0]
  return { machine, available, isLoaded: data !== undefined, choose }
}
