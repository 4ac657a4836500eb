/** A small picture of what a task gives: a class, pixels, or boxes. */
import type { Task } from '@/lib/tasks'

const line = { fill: 'none', stroke: 'currentColor', strokeWidth: 1.5 }
const frame = <rect x="1" y="1" width="38" height="26" rx="3" {...line} opacity={0.45} />
const area = (
  <path d="M9 17c2-8 8-9 12-6s3 9-2 10-11 1-10-4z" fill="currentColor" opacity={0.45} stroke="currentColor" />
)
const tag = <path d="M24 5h9l3 3.500-3 3.500h-9z" fill="currentColor" />

const pictures: Record<Task, React.ReactNode> = {
  classification: (
    <>
      <path d="M8 19l6-7 5 5 3-3 5 6" {...line} opacity={0.6} />
      {tag}
    </>
  ),
  segmentation_classification: (
    <>
      {area}
      {tag}
    </>
  ),
  segmentation: area,
  detection: (
    <>
      <rect x="6" y="6" width="15" height="6" {...line} />
      <rect x="6" y="17" width="9" height="5" {...line} />
      <rect x="24" y="15" width="10" height="7" {...line} />
    </>
  ),
}

export const TaskSign = ({ task }: { task: Task }) => (
  <svg viewBox="0 0 40 28" aria-hidden="true">
    {frame}
    {pictures[task]}
  </svg>
)
