/** How many, at the corner of an icon of the top bar; a longer number leaves more of the icon free. */
import { Badge } from 'antd'
import type { ReactNode } from 'react'

const MOST = 99
const DIGIT_PX = 6

export function CountBadge({ count, children }: { count: number; children: ReactNode }) {
  const digits = count > MOST ? 3 : String(count).length
  return (
    <Badge
      count={count}
      overflowCount={MOST}
      size="small"
      color="var(--brand)"
      offset={[4 + DIGIT_PX * (digits - 1), -2]}
    >
      {children}
    </Badge>
  )
}
