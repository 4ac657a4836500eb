/** The buttons at the head of a template: save, throw the changes away, on to its processes. */
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useConfirm } from '@/components/ui/ConfirmDialog'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { useWhyNot } from '@/components/ui/useWhyNot'
import type { Draft } from './draft'
import type { Template } from './queries'
import { isUnread } from './texts'

interface Props {
  projectId: number
  template?: Template
  draft: Draft
  isDirty: boolean
  isSaving: boolean
  save: () => void
  discard: () => void
}

export function FormActions({ projectId, template, draft, isDirty, isSaving, save, discard }: Props) {
  const { t } = useTranslation('templates')
  const ask = useConfirm()
  const whyNot = useWhyNot()
  const noRight = template
    ? whyNot('training_templates.edit', template.created_by)
    : whyNot('training_templates.create')
  const askDiscard = () =>
    ask({ title: t('discard.title'), text: t('discard.text'), verb: t('discard.verb'), run: async () => discard() })
  const reason = noRight || (isUnread(draft.texts) && t('raw.broken')) || null
  const search = (more?: object) => ({ template: String(template?.id), author: 'all', ...more }) as never
  return (
    <>
      {isDirty && <Button onClick={askDiscard}>{t('discard.verb')}</Button>}
      {template && (
        <Link to={`/projects/${projectId}/processes` as never} search={search()}>
          <Button>{t('processesOf', { count: template.processes })}</Button>
        </Link>
      )}
      {template && !isDirty ? (
        <Link to={`/projects/${projectId}/processes` as never} search={search({ add: 'yes' })}>
          <Button type="primary">{t('addProcess')}</Button>
        </Link>
      ) : (
        <ReasonButton type="primary" reason={reason} loading={isSaving} onClick={save}>
          {t('save')}
        </ReasonButton>
      )}
    </>
  )
}
