/** A row that may be moved can be dragged onto the place of another one. */
import { type DragEvent, useState } from 'react'
import styles from './Queue.module.css'
import type { WaitingJob } from './queries'
import type { Moving } from './useMoving'

const isMovable = ({ moves }: WaitingJob): boolean => moves.up === null || moves.down === null

/** `isWhole`: the rows are all that wait there; else others follow the last one. */
export function useDragging(rows: WaitingJob[], isWhole: boolean, moving: Moving) {
  const [dragged, setDragged] = useState<WaitingJob>()
  const [over, setOver] = useState<number>()
  const end = () => {
    setDragged(undefined)
    setOver(undefined)
  }
  const drop = (target: WaitingJob) => {
    const isDown = dragged !== undefined && dragged.position < target.position
    const below = rows[rows.indexOf(target) + 1]
    const other = isDown && (below || isWhole) ? below : target
    if (dragged && dragged.id !== target.id) moving.putBefore(dragged, other)
    end()
  }
  return (job: WaitingJob) => ({
    draggable: isMovable(job),
    className: over === job.id && dragged?.id !== job.id ? styles.over : undefined,
    onDragStart: () => setDragged(job),
    onDragEnd: end,
    onDragOver: (event: DragEvent) => {
      if (!dragged) return
      event.preventDefault()
      setOver(job.id)
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault()
      drop(job)
    },
  })
}
