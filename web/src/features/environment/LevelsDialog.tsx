/** Renames the levels of an industry and appends new ones (E19). */
import { Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '@/api/errors'
import { currentOf } from '@/components/ui/changed'
import { Refusal } from './IndustryDialog'
import { type LevelDraft, LevelsField, levelErrors } from './LevelsField'
import { type Industry, useSetLevels } from './queries'

interface Props {
  industry: Industry
  close: () => void
}

export function LevelsDialog({ industry, close }: Props) {
  const { t } = useTranslation('environment')
  const [levels, setLevels] = useState<LevelDraft[]>(industry.levels.length ? industry.levels : [{ name: '' }])
  const [seen, setSeen] = useState(industry.modified_at)
  const [error, setError] = useState<Error>()
  const save = useSetLevels()
  const submit = () => {
    setError(undefined)
    const body = { levels: levels.map(({ id, name }) => ({ id, name })), modified_at: seen }
    const onError = (failure: Error) => {
      setError(failure)
      setSeen((old) => currentOf<Industry>(failure)?.modified_at ?? old)
    }
    save.mutate({ params: { path: { industry: industry.id } }, body }, { onSuccess: close, onError })
  }
  const errors = levelErrors(error instanceof ApiError ? error.fields : [])
  return (
    <Modal
      open
      title={t('levels.of', { name: industry.name })}
      okText={t('save')}
      onOk={submit}
      confirmLoading={save.isPending}
      onCancel={close}
    >
      {error && Object.keys(errors).length === 0 && <Refusal error={error} />}
      <p className="mw-muted">{t('levels.hint')}</p>
      <LevelsField value={levels} onChange={setLevels} errors={errors} />
    </Modal>
  )
}
