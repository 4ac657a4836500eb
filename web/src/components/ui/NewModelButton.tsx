/** The door to the wizard, wherever a model can be begun. */
import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ReasonButton } from './ReasonTooltip'
import { useWhyNot } from './useWhyNot'

interface Props {
  projectId: number
  /** What it begins with; none: the person chooses. */
  base?: { base_model: string } | { base_version: string }
  /** For those who do not see what it stands beside. */
  label?: string
}

export function NewModelButton({ projectId, base, label }: Props) {
  const { t } = useTranslation('wizard')
  const navigate = useNavigate()
  const reason = useWhyNot()('training_templates.create')
  const go = () => navigate({ to: `/projects/${projectId}/models/new`, search: base } as never)
  return (
    <ReasonButton
      type={base ? 'default' : 'primary'}
      icon={<PlusOutlined aria-hidden />}
      reason={reason}
      onClick={go}
      aria-label={label}
    >
      {t('title')}
    </ReasonButton>
  )
}
