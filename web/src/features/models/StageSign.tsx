/** How far a version has come: candidate, production, archived. */
import { useTranslation } from 'react-i18next'
import { StatusTag } from '@/components/ui/StatusTag'
import type { Stage } from './queries'

const signs = { candidate: 'created', production: 'published', archived: 'stopped' } as const

export function StageSign({ stage }: { stage: Stage }) {
  const { t } = useTranslation('gate')
  return <StatusTag status={signs[stage]} label={t(`stage.${stage}`)} />
}
