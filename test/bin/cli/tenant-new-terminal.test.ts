import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { newTenant } from '../../../bin/commands/tenant/new.js';
import { NotAnswered, type Asker, type OfferedAnswer } from '../../../bin/edge/prompts.js';
import { context, flags, place } from './new-requests.js';

/** Answers from a script, by the question's words; `Enter` takes what the cursor stands on. A wrong answer is told, and the next of its list is given. */
function scripted(script: Readonly<Record<string, string | readonly string[]>>): { readonly asker: Asker; readonly asked: string[]; readonly told: string[] } {
  const asked: string[] = [];
  const told: string[] = [];
  const answersTo = (message: string): readonly string[] => {
    asked.push(message);
    const answer = script[message];
    if (answer === undefined) throw new Error(`the script has no answer to "${message}"`);
    return typeof answer === 'string' ? [answer] : answer;
  };
  const asker: Asker = {
    text: ({ message, preset, problem }) => {
      for (const one of answersTo(message)) {
        const answer = one === 'Enter' ? (preset ?? '') : one;
        const wrong = problem(answer);
        if (wrong === undefined) return Promise.resolve(answer);
        told.push(wrong);
      }
      return Promise.reject(new NotAnswered());
    },
    choose: ({ message, answers, preset }) => {
      const [one] = answersTo(message);
      const value = one === 'Enter' ? (preset ?? answers[0]?.value) : one;
      const found = answers.find((answer) => answer.value === value);
      if (found === undefined) return Promise.reject(new Error(`"${value}" is not offered for "${message}"`));
      return Promise.resolve(found.value);
    },
    find: ({ message, answers, matches }) => {
      const [typed = ''] = answersTo(message);
      const left = answers.filter((answer) => matches(typed, answer));
      return left[0] === undefined ? Promise.reject(new Error(`nothing matches "${typed}"`)) : Promise.resolve(left[0].value);
    },
  };
  return { asker, asked, told };
}

const script = {
  'Cơ quan (gõ để tìm)': 'y tế',
  'Tên hệ thống': 'Tiêm chủng quốc gia',
  'Id của hệ thống (không bao giờ đổi)': 'Enter',
  'Cấp độ an toàn': '3',
  'Mức chia sẻ': 'shared',
  'Mức quan trọng': 'ordinary',
  'Độ mật': 'none',
  'Dữ liệu cá nhân': 'basic',
  'Tên môi trường': 'Enter',
  'Cỡ hạn mức': 's',
  'Hệ thống di chuyển theo đợt nào': 'Enter',
  'Người chịu trách nhiệm': 'Nguyễn Văn A',
  'Đầu mối kỹ thuật (người khác)': 'Trần Thị B',
  'Hộp thư chung': 'platform@byt.example',
};

describe('ndc tenant new on a terminal', () => {
  it('asks for all that only a clerk knows, with what the catalogue suggests', async () => {
    const sites = place();
    const { asker, asked } = scripted(script);
    const { data } = await newTenant(context(sites), [], {}, asker);
    expect(asked).toEqual(Object.keys(script));
    expect(data).toMatchObject({ organisation: 'bo-y-te', file: join(sites, 'tenants/bo-y-te.yaml') });
    expect(parse(data.text)).toMatchObject({ systems: [{ id: 'tiem-chung-quoc-gia', migration: { mode: 'move' }, environments: [{ name: 'prod', quota: { size: 's' } }] }] });
    expect(data.derived.find(({ what }) => what.vi === 'đợt di chuyển')?.because.vi).toContain('Q III.2');
  });

  it('asks only for what flags leave open', async () => {
    const { asker, asked } = scripted({ 'Tên môi trường': 'thu-nghiem', 'Hộp thư chung': 'a@b.example' });
    const { '--mailbox': _mailbox, ...rest } = flags;
    const options = Object.fromEntries(Object.entries(rest).map(([flag, value]) => [flag.slice(2).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()), value]));
    await newTenant(context(place()), ['bo-y-te'], { ...options, wave: 'none' }, asker);
    expect(asked).toEqual(['Tên môi trường', 'Hộp thư chung']);
  });

  it('has a name confirmed, and asks again where it was another', async () => {
    const confirm = 'Cơ quan là Bộ Y tế (bo-y-te)?';
    const yes = scripted({ ...script, [confirm]: 'yes' });
    expect((await newTenant(context(place()), ['Bộ Y tế'], {}, yes.asker)).data).toMatchObject({ organisation: 'bo-y-te', readFrom: 'Bộ Y tế' });
    const no = scripted({ ...script, [confirm]: 'no', 'Cơ quan (gõ để tìm)': 'xay dung' });
    expect((await newTenant(context(place()), ['Bộ Y tế'], {}, no.asker)).data.organisation).toBe('bo-xay-dung');
  });

  it('tells a wrong answer and asks again', async () => {
    const { asker, told } = scripted({ ...script, 'Đầu mối kỹ thuật (người khác)': ['nguyễn văn A', '', 'Trần Thị B'], 'Id của hệ thống (không bao giờ đổi)': ['cong-tin', 'Tiêm', 'tiem'] });
    await newTenant(context(place()), [], {}, asker);
    expect(told).toHaveLength(4);
    expect(told[1]).toContain('Có phải ý bạn là tiem?');
    expect(told[2]).toContain('cần hai người khác nhau');
  });

  it('has a classification stated: Enter alone takes none, and the least demanding stands first', async () => {
    const { asker } = scripted(script);
    const stated: Record<string, string | undefined> = {};
    const watching: Asker = { ...asker, choose: (question) => ((stated[question.message] = question.stated === true ? question.answers[0]?.value : undefined), asker.choose(question)) };
    await newTenant(context(place()), [], {}, watching);
    expect(stated).toEqual({ 'Cấp độ an toàn': '1', 'Mức chia sẻ': 'open', 'Mức quan trọng': 'ordinary', 'Độ mật': 'none', 'Dữ liệu cá nhân': 'none', 'Cỡ hạn mức': undefined, 'Hệ thống di chuyển theo đợt nào': undefined });
  });

  it.each([
    ['Enter', false],
    ['yes', true],
  ])('asks before it writes the name of a state secret: %s', async (answer, writes) => {
    const sites = place();
    const file = join(sites, 'tenants/bo-y-te.yaml');
    const { asker, asked } = scripted({ ...script, 'Độ mật': 'mat', [`Hệ thống thuộc bí mật nhà nước; tệp nêu rõ tên và cỡ của nó. Ghi vào ${file}?`]: answer });
    const done = newTenant(context(sites), [], {}, asker);
    if (writes) expect((await done).data.secret).toBe(true);
    else await expect(done).rejects.toMatchObject({ code: 'NDC-X196', exit: 2 });
    expect([existsSync(file), asked.length]).toEqual([writes, Object.keys(script).length + 1]);
  });

  it('writes nothing when the person leaves', async () => {
    const sites = place();
    const { asker } = scripted({ ...script, 'Hộp thư chung': [] });
    await expect(newTenant(context(sites), [], {}, asker)).rejects.toMatchObject({ code: 'NDC-X195', exit: 2 });
    expect(existsSync(join(sites, 'tenants/bo-y-te.yaml'))).toBe(false);
  });

  it('offers no body that is gone, and says of one that has a request where it is', async () => {
    let offered: readonly OfferedAnswer[] = [];
    let matching: readonly string[] = [];
    const { asker } = scripted(script);
    const watching: Asker = {
      ...asker,
      find: (question) => {
        offered = question.answers;
        matching = question.answers.filter((answer) => question.matches('BXD', answer)).map(({ value }) => value);
        return asker.find(question);
      },
    };
    const sites = place();
    await newTenant(context(sites), [], {}, watching);
    expect(offered.filter(({ disabled }) => disabled === undefined).map(({ value }) => value)).toEqual(['co-quan-van-hanh', 'bo-y-te', 'bo-xay-dung']);
    expect(offered.find(({ value }) => value === 'bo-a')?.disabled).toBe(`đã có phiếu: ${join(sites, 'tenants/bo-a.yaml')}`);
    expect(offered.some(({ value }) => value === 'bo-cu')).toBe(false);
    expect(matching).toEqual(['bo-xay-dung']);
  });
});
