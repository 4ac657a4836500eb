/** The door to the wizard, wherever a model can be begun. */
import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { ReasonButton } from './ReasonTooltip'
import { useWhyNot } from './useWhyNot'

export function NewModelButton({ projectId }: { projectId: number }) {
  const { t } = useTranslation('wizard')
  const navigate = useNavigate()
  const reason = useWhyNot()('training_templates.create')
  const go = () => navigate({ to: `/projects/${projectId}/models/new` as never })
  return (
    <ReasonButton type="primary" icon={<PlusOutlined aria-hidden />} reason={reason} onClick={go}>
      {t('title')}
    </ReasonButton>
  )
}
