/** Creates an industry with its levels (E18, E19), or renames one. */
import { Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, messageOf } from '@/api/errors'
import { rules } from '@/api/rules'
import { ChangedNotice } from '@/components/ui/ChangedNotice'
import { currentOf } from '@/components/ui/changed'
import { type LevelDraft, LevelsField, levelErrors } from './LevelsField'
import { type Industry, useCreateIndustry, useRenameIndustry } from './queries'

/** E18 */
const { maxLength, pattern } = rules.IndustryIn.name

interface Props {
  /** None: a new one. */
  industry?: Industry
  close: () => void
  choose: (industry: number) => void
}

export function IndustryDialog({ industry, close, choose }: Props) {
  const { t } = useTranslation('environment')
  const [name, setName] = useState(industry?.name ?? '')
  const [levels, setLevels] = useState<LevelDraft[]>([{ name: '' }])
  const [seen, setSeen] = useState(industry?.modified_at ?? '')
  const [isLeft, setLeft] = useState(false)
  const [error, setError] = useState<Error>()
  const create = useCreateIndustry()
  const rename = useRenameIndustry()
  const onError = (failure: Error) => {
    setError(failure)
    setSeen((old) => currentOf<Industry>(failure)?.modified_at ?? old)
  }
  const submit = () => {
    setError(undefined)
    setLeft(true)
    if (!pattern.test(name)) return
    if (industry) {
      const params = { path: { industry: industry.id } }
      return rename.mutate({ params, body: { name, modified_at: seen } }, { onSuccess: close, onError })
    }
    const named = levels.filter((level, i) => i > 0 || level.name.trim() !== '' || levels.length > 1)
    const onSuccess = ({ id }: Industry) => {
      close()
      choose(id)
    }
    create.mutate({ body: { name, levels: named.map((level) => level.name) } }, { onSuccess, onError })
  }
  const fields = error instanceof ApiError ? error.fields : []
  const problem =
    fields.find(({ path }) => path === 'name')?.message ?? (isLeft && !pattern.test(name) ? t('industry.rule') : '')
  return (
    <Modal
      open
      title={industry ? t('industry.rename') : t('industry.create')}
      okText={industry ? t('save') : t('industry.create')}
      onOk={submit}
      confirmLoading={create.isPending || rename.isPending}
      onCancel={close}
    >
      {error && fields.length === 0 && <Refusal error={error} />}
      <Form layout="vertical" onFinish={submit}>
        <Form.Item
          label={t('industry.name')}
          htmlFor="industry-name"
          extra={problem ? undefined : t('industry.rule')}
          validateStatus={problem ? 'error' : undefined}
          help={problem || undefined}
        >
          <Input
            id="industry-name"
            autoFocus
            autoComplete="off"
            maxLength={maxLength}
            value={name}
            onChange={(event) => setName(event.target.value)}
            onBlur={() => setLeft(name !== '')}
            onPressEnter={industry ? submit : undefined}
          />
        </Form.Item>
        {!industry && (
          <Form.Item label={t('levels.title')} extra={t('levels.hint')}>
            <LevelsField value={levels} onChange={setLevels} errors={levelErrors(fields)} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  )
}

/** What the server said; where somebody else was first, also what it is called now. */
export const Refusal = ({ error }: { error: Error }) => (
  <ChangedNotice text={messageOf(error)} now={currentOf<{ name: string }>(error)?.name} />
)
