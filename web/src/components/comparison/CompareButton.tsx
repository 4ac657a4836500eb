/** Leads from ticked processes to their comparison; a single one is compared with what is chosen there. */
import { DiffOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { useProjectId } from '@/lib/params'
import { comparisonAddress, MOST_RUNS } from './address'

interface Props {
  ids: number[]
  size?: 'small'
}

export function CompareButton({ ids, size }: Props) {
  const { t } = useTranslation('comparison')
  const projectId = useProjectId()
  const navigate = useNavigate()
  const reason = ids.length > MOST_RUNS ? t('tooMany', { most: MOST_RUNS }) : ''
  return (
    <ReasonButton
      size={size}
      icon={<DiffOutlined aria-hidden />}
      reason={reason}
      onClick={() => navigate({ to: comparisonAddress(projectId, ids) as never })}
    >
      {ids.length === 1 ? t('with') : t('button')}
    </ReasonButton>
  )
}
