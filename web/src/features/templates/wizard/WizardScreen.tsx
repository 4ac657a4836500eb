/** “New model” in four steps and a summary (E41 to E56): a new one, one that was begun, or a version trained further. */
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Skeleton } from 'antd'
import { useEffect, useMemo, useState } from 'react'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { useProjectId } from '@/lib/params'
import { useSearchState } from '@/lib/useUrlState'
import { draftOf, emptyDraft } from '../draft'
import { schemaOptions, useTemplate } from '../queries'
import { contentOf } from './content'
import { type Row, useBeginRetraining, useRow } from './queries'
import { useBeginning } from './useBeginning'
import { Wizard } from './Wizard'

export function WizardScreen() {
  const [search] = useSearchState()
  const [round, setRound] = useState({ number: 0, draft: search.draft, born: undefined as string | undefined })
  // another draft, or none any more: another page; but not when the new one only got its number
  if (round.draft !== search.draft) {
    const isOwn = search.draft !== undefined && search.draft === round.born
    setRound({ ...round, draft: search.draft, number: isOwn ? round.number : round.number + 1 })
  }
  const born = (row: Row) => setRound((old) => ({ ...old, born: String(row.id) }))
  if (search.from_version && !search.draft) return <Retraining versionId={Number(search.from_version)} />
  const isNew = search.draft === undefined || search.draft === round.born
  return isNew ? (
    <New key={round.number} born={born} />
  ) : (
    <Begun key={search.draft} draftId={Number(search.draft)} born={born} />
  )
}

function Retraining({ versionId }: { versionId: number }) {
  const projectId = useProjectId()
  const navigate = useNavigate()
  const { mutate, error, isIdle } = useBeginRetraining()
  useEffect(() => {
    if (!isIdle) return
    const goOn = ({ id }: Row) =>
      navigate({ to: `/projects/${projectId}/models/new`, search: { draft: String(id) }, replace: true } as never)
    mutate({ params: { path: { version_id: versionId } } }, { onSuccess: goOn })
  }, [isIdle, mutate, navigate, projectId, versionId])
  return error ? <ErrorBox error={error} /> : <Skeleton active paragraph={{ rows: 12 }} />
}

/** Begins with the task, base model or published version in the address, or with the default of a classification. */
function New({ born }: { born: (row: Row) => void }) {
  const projectId = useProjectId()
  const { initial, error } = useBeginning()
  if (error && !initial) return <ErrorBox error={error} />
  if (!initial) return <Skeleton active paragraph={{ rows: 12 }} />
  return <Wizard projectId={projectId} row={undefined} initial={initial} born={born} />
}

function Begun({ draftId, born }: { draftId: number; born: (row: Row) => void }) {
  const projectId = useProjectId()
  const { data: row, error, refetch } = useRow(projectId, draftId)
  const { data: template, error: noTemplate } = useTemplate(row?.template_id ?? Number.NaN)
  const { data: schema } = useQuery(schemaOptions('classification'))
  const initial = useMemo(() => {
    if (template) return contentOf(draftOf(template))
    return schema && contentOf(emptyDraft(schema.task, schema.base_model, schema.defaults))
  }, [template, schema])
  if (error && !row) return <ErrorBox error={error} retry={() => refetch()} />
  if (noTemplate && !template) return <ErrorBox error={noTemplate} />
  if (!row || !initial || (row.template_id !== null && !template)) return <Skeleton active paragraph={{ rows: 12 }} />
  return <Wizard projectId={projectId} row={row} initial={initial} retraining={template} born={born} />
}
